"""What pages show: queries on the tables of a case, and the tables that stay on the server."""

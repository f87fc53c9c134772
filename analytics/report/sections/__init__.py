"""One file here is one section of the report: its constant SECTION says where it stands and builds its
blocks."""

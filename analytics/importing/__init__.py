"""Exports to tables: every record becomes an event, a duplicate, a rejected or an other record."""

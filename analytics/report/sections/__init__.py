"""The registry of sections: each module offers SECTION, which says where it stands and builds its blocks."""

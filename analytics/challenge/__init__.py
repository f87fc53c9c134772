"""How often each listed account stays listed under other settings and with parts of the export left out."""

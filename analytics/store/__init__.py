"""The case folder: inputs kept by hash, tables committed whole, case.toml."""

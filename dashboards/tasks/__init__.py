"""What a job can do: `python -m dashboards.tasks.<name> FOLDER`. One file is one kind of work; work.py
does the talking."""

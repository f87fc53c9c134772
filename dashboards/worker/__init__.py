"""Long work beside the dashboard: jobs, their process, and files that a browser hands over."""

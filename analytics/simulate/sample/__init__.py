"""The invented case behind `sample_data/`, part by part."""

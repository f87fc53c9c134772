"""Who acts together: co-action pairs and what stands behind each."""

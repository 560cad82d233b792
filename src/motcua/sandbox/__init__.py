"""The outside world for demonstration and tests: separate processes, real protocols, nothing of ours imported."""

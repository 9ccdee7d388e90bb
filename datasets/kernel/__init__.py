"""What all packages share; imports nothing of ours."""

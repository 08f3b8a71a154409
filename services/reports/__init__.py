"""Reports: submissions of every kind and their life, from draft to publication and correction."""

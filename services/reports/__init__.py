"""Reports: submissions and their life, from draft to publication and correction, told as events."""

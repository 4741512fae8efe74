"""What every coefficient answers with: a value, its interval, why there is none."""

"""What traffic tells about an API: shapes, counts and times, no values of callers. Pure standard library."""

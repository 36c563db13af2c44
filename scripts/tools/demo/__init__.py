"""What every vendor is taught and asked, and what its client said."""

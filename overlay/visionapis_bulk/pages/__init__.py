"""The pages of bulk jobs: their templates and styles, and what they show besides text."""

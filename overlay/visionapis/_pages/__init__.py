"""Self-contained HTML pages of reports. They need jinja2, and nothing of the clients imports them."""

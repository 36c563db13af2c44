"""Connections to servers: transports, deadlines, certificates, proxies."""

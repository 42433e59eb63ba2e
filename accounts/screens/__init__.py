"""Screens of one's own account, and of the link that opens one."""

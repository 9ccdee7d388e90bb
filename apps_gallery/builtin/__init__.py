"""Apps the portal makes itself: a template, and tables it is pointed at."""

"""How often an address may ask."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

SIGN_IN_RATE = "10 per minute; 60 per hour"
PUSH_RATE = "60 per minute; 1000 per hour"

# counted back from each request: at a full minute nobody may ask twice as often
limiter = Limiter(
    get_remote_address,
    storage_uri="memory://",
    strategy="moving-window",
    headers_enabled=False,
)

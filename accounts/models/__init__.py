from accounts.models.author import Author
from accounts.models.desk import Desk, Duty
from accounts.models.user import User

__all__ = ["Author", "Desk", "Duty", "User"]

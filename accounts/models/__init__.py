from accounts.models.author import Author
from accounts.models.desk import Desk, Duty
from accounts.models.invitation import Invitation
from accounts.models.sign_in import SignIn
from accounts.models.user import User

__all__ = ["Author", "Desk", "Duty", "Invitation", "SignIn", "User"]

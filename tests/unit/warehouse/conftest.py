"""The registered workspaces of the intake tests."""

from tests.unit.intake.conftest import registered_workspace, templates

__all__ = ["registered_workspace", "templates"]

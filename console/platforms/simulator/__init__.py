"""The bundled platform: the Kuaishou Shop open platform's wire protocol, served for rehearsals and tests.

As strict as the real one where it is documented, and stricter than kind where it is not: what we chose
ourselves is marked INFER. It knows nothing of the client beside it.
"""

from console.platforms.simulator.app import STUDIO_HEADER, Simulator
from console.platforms.simulator.buyers import BuyerTurnedAway
from console.platforms.simulator.credentials import adopted_credentials, default_credentials, write_credentials
from console.platforms.simulator.serving import PortBusy, serve

__all__ = [
    "STUDIO_HEADER",
    "BuyerTurnedAway",
    "PortBusy",
    "Simulator",
    "adopted_credentials",
    "default_credentials",
    "serve",
    "write_credentials",
]

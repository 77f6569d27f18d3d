"""The client of the Kuaishou Shop open platform: one shop over one long-lived HTTP connection pool.

Sources: KDOC = the official guides (API调用说明, APP授权说明, API限流说明), KTYPES = the field lists
generated from the official reference, KPHP = a public PHP SDK's grouping of result codes, INFER =
deduced, never confirmed by the platform. Not here: retries, queues and link state (they are sync's),
and the wire's serving side (`simulator/`).

Money is fen, time is UTC milliseconds. No secret ever stands in a repr, a log or an error.
"""

from console.platforms.kuaishou.client import LIVE_ADDRESS, Kuaishou, SignatureRefused
from console.platforms.kuaishou.credentials import Credentials, SignMethod, TemplateFields, read_credentials, sign

__all__ = [
    "LIVE_ADDRESS",
    "Credentials",
    "Kuaishou",
    "SignMethod",
    "SignatureRefused",
    "TemplateFields",
    "read_credentials",
    "sign",
]

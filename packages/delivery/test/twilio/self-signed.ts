/** A self-signed certificate for localhost and its throw-away key. Nothing trusts it, which is what the tests need. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUeW/c514J85+yBiIPIkFhqDsUGkAwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTAzNDk1MFoYDzIxMjYxMDI4
MDM0OTUwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATd/TlGNtSPJnoD/BOUQEVpBqGeLfZK7jLnn6QqJWT0GJrbQ0Qe1GJf
kEQWrJJWrxO9cCDOCitmll/L1aBzmP/bo28wbTAdBgNVHQ4EFgQUh1hPA5/Md9sX
Z22jqqQ6eA3bwaswHwYDVR0jBBgwFoAUh1hPA5/Md9sXZ22jqqQ6eA3bwaswDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhANePAuu+6c+QlAHY87gQ7m4OHyCXYi7yCuhvo1xfgPCLAiAa
onMabNQNl8/X03SBWDCwtsJm+iFbXB3bKmgFNuI9Cw==
-----END CERTIFICATE-----`

/** Key of the certificate above. It protects nothing. */
export const privateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgM6cHfwtKAGmWRh1z
S2aAFOz6TL/XfutwaliZcPc2+nWhRANCAATd/TlGNtSPJnoD/BOUQEVpBqGeLfZK
7jLnn6QqJWT0GJrbQ0Qe1GJfkEQWrJJWrxO9cCDOCitmll/L1aBzmP/b
-----END PRIVATE KEY-----`

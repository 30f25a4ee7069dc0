/**
 * A fixed key and a self-signed certificate for the name `localhost`, but for no IP address, valid for 100 years.
 *
 * For tests only: the key is public knowledge. The certificate is its own authority.
 */
export const loopbackKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQggZKzpCvW1sR49J58
N2DAvbOOxoRdfcTM4VQ8G9X6pOKhRANCAAQJOddF0eChXBvapSlCv3PqCXMIh8Cl
PrM/tKov8lmblFjNr/IZLJ0whEjnFmaylyPrBdyK62nG5+PG8VbKVB7O
-----END PRIVATE KEY-----`

export const loopbackCertificate = `-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgIULE0nP15Ot7rLFPsqOvuEMuZ6r9cwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDIwMjUzMFoYDzIxMjYxMDMx
MjAyNTMwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQJOddF0eChXBvapSlCv3PqCXMIh8ClPrM/tKov8lmblFjNr/IZLJ0w
hEjnFmaylyPrBdyK62nG5+PG8VbKVB7Oo2kwZzAdBgNVHQ4EFgQUY0bymk2Luzy4
S2HFaTMoYrxLeiMwHwYDVR0jBBgwFoAUY0bymk2Luzy4S2HFaTMoYrxLeiMwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
SAAwRQIhAJrYsh943qaWlPLl6hzzkID0BOAJNSbR5w7wQpvc/qaFAiBeuZHZSk61
BjMsWaHVNCnwf7jh6yM8eZ5cQ8p4J9PcEA==
-----END CERTIFICATE-----`

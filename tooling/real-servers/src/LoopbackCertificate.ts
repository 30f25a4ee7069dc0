/**
 * A key and a self-signed certificate for `localhost` and `127.0.0.1`, valid for 100 years.
 *
 * For tests only: the key is public knowledge. The certificate is its own authority.
 */
export const loopbackKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgtBJMmVNyP0WuuT30
W2vEsjUnOq9L5NU2VuNp6LnzwxKhRANCAAR5YVkzvzTv2f704EYwJS6hgC8G8fY6
46JgzuMogTAp9fEtY3V+tSrrRg7MUZXVKqRtktDYoIBLVcIpKN8JTa+W
-----END PRIVATE KEY-----`

export const loopbackCertificate = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUfw7Mt8AZyQV0pZYdvB+t9N4cUn0wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDE2NDc0M1oYDzIxMjYxMDMx
MTY0NzQzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAR5YVkzvzTv2f704EYwJS6hgC8G8fY646JgzuMogTAp9fEtY3V+tSrr
Rg7MUZXVKqRtktDYoIBLVcIpKN8JTa+Wo28wbTAdBgNVHQ4EFgQUtBVG/PFFhFAE
val+3d8qgZBFizEwHwYDVR0jBBgwFoAUtBVG/PFFhFAEval+3d8qgZBFizEwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3QwCgYIKoZI
zj0EAwIDSAAwRQIgRrip0otU6bQoL9PsPzM0M9QD8NkYNyMx1d615Z4jxdwCIQD8
lgelcrYTWEVkZgTWFNmRkagJHZkEG62ZIHVykrDWDg==
-----END CERTIFICATE-----`

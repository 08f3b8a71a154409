// A real OpenID Connect provider for tests: one client, any subject, signing keys of this start.
import * as jose from 'jose';
import Provider from 'oidc-provider';

const { port, clientId, clientSecret, redirectUri } = JSON.parse(process.argv[2]);
const { privateKey } = await jose.generateKeyPair('RS256', { extractable: true });
const key = { ...(await jose.exportJWK(privateKey)), use: 'sig', alg: 'RS256' };

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
  jwks: { keys: [key] },
  cookies: { keys: ['of-a-test'] },
  pkce: { required: () => true },
});
provider.listen(port, '127.0.0.1', () => console.log('listening'));

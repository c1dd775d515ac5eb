// What the scripts share: their settings, jsforce, a JWT sign-in, and answers of one line of JSON each.
import { createSign } from 'node:crypto';
import { createRequire } from 'node:module';

/** What the test passes as first argument. */
export const settings = JSON.parse(process.argv[2]);

export const jsforce = createRequire(`${process.env.SFJWT_NODE_CLIENTS}/`)('jsforce');

export function answer(value) {
    process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** jsforce makes no assertions, so that its users write these lines themselves. */
export function assertion() {
    const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const claims = {
        iss: settings.clientId,
        sub: settings.username,
        aud: settings.loginUrl,
        exp: Math.floor(Date.now() / 1000) + 180,
    };
    const signed = `${encode({ alg: 'RS256' })}.${encode(claims)}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(settings.key, 'base64url')}`;
}

/** A connection that is signed in, and what the sign-in told. */
export async function signIn() {
    const connection = new jsforce.Connection({ loginUrl: settings.loginUrl, version: '68.0' });
    const user = await connection.authorize({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: assertion(),
    });
    return { connection, user };
}

// Deploys a zip over REST, waits for its end, and prints the first answer, the states seen and the result with details.
import { answer, settings, signIn } from './client.mjs';

const { connection } = await signIn();
const { metadata } = connection;
const deploy = metadata.deployRest(Buffer.from(settings.zip, 'base64'), settings.options);
const started = await deploy._promise;
const states = [started.deployResult.status];
let result;
do {
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    result = await metadata.checkDeployStatus(started.id, true, true);
    states.push(result.status);
} while (!result.done);
answer({ id: started.id, states: [...new Set(states)], result });

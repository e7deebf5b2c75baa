// Lists all disputes with Stripe's own client and prints how many there are: the peer of `make bench`.
// Standard input: {"api_base", "secret_key"}.

import { readFileSync } from 'node:fs';
import Stripe from 'stripe';

const { api_base, secret_key } = JSON.parse(readFileSync(0, 'utf8'));
const { hostname, port } = new URL(api_base);
const stripe = new Stripe(secret_key, { host: hostname, port, protocol: 'http', telemetry: false });
let count = 0;
for await (const dispute of stripe.disputes.list({ limit: 100 })) count += dispute.object === 'dispute' ? 1 : 0;
console.log(count);

// Drives the Stripe sandbox with Stripe's own client through the life of disputes, and fails loudly.
//
//   node lifecycle.mjs PROGRAM        (or the environment variable TVIST_SANDBOX)
//
// PROGRAM is `tvist-sandbox`, or `tvist`, whose `practice` serves the same.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import Stripe from 'stripe';

const LIMIT_MS = 60_000;

const program = process.argv[2] ?? process.env.TVIST_SANDBOX;
if (!program) {
  console.error('usage: node lifecycle.mjs PROGRAM');
  process.exit(2);
}

const serve = ['--listen', '127.0.0.1:0', '--seed', '11'];
const faces = basename(program).startsWith('tvist-sandbox') ? serve : ['--json', 'practice', ...serve];
const server = spawn(program, faces, { stdio: ['ignore', 'pipe', 'inherit'] });
const overall = setTimeout(() => {
  console.error(`not done after ${LIMIT_MS} ms`);
  server.kill('SIGKILL');
  process.exit(1);
}, LIMIT_MS);

/** What the server prints when it is ready: addresses and keys. */
function ready() {
  return new Promise((resolve, reject) => {
    let text = '';
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
    server.stdout.setEncoding('utf8').on('data', (piece) => {
      text += piece;
      try {
        resolve(JSON.parse(text));
      } catch {
        // Not all of it yet; the overall limit ends a wait for ever.
      }
    });
  });
}

/** Carries out an act on the control side. */
async function control(base, path, body) {
  const answer = await fetch(`${base}/_sandbox/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  assert.equal(answer.status, 200, `${path}: ${answer.status}`);
  return answer.json();
}

/** Resolves to the error that a call must end with. */
async function refused(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: 'the call should have been refused' });
}

const checks = [];
const check = (name, run) => checks.push({ name, run });

check('lists all disputes page by page, newest first', async ({ stripe, cases }) => {
  const seen = new Set();
  let newest = Infinity;
  for await (const dispute of stripe.disputes.list({ limit: 7 })) {
    assert.equal(dispute.object, 'dispute');
    assert.ok(dispute.created <= newest);
    newest = dispute.created;
    assert.ok(!seen.has(dispute.id));
    seen.add(dispute.id);
  }
  assert.equal(seen.size, Object.keys(cases).length);
});

check('retrieves and expands', async ({ stripe, cases }) => {
  const dispute = await stripe.disputes.retrieve(cases['card-fraud-ce3'], {
    expand: ['charge.customer', 'payment_intent'],
  });
  assert.equal(dispute.charge.object, 'charge');
  assert.equal(dispute.charge.customer.object, 'customer');
  assert.equal(dispute.payment_intent.latest_charge, dispute.charge.id);
  assert.ok(dispute.lastResponse.requestId.startsWith('req_'));
  assert.equal(dispute.lastResponse.statusCode, 200);
  const missing = await refused(stripe.disputes.retrieve('du_nope'));
  assert.equal(missing.type, 'StripeInvalidRequestError');
  assert.equal(missing.code, 'resource_missing');
  assert.equal(missing.param, 'dispute');
});

check('uploads a file', async (state) => {
  const { stripe } = state;
  const data = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n');
  state.file = await stripe.files.create({
    purpose: 'dispute_evidence',
    file: { data, name: 'delivery-proof.pdf', type: 'application/pdf' },
  });
  assert.equal(state.file.object, 'file');
  assert.equal(state.file.size, data.length);
  assert.equal(state.file.filename, 'delivery-proof.pdf');
  const again = await stripe.files.retrieve(state.file.id);
  assert.equal(again.type, 'pdf');
  const listed = await stripe.files.list({ purpose: 'dispute_evidence' });
  assert.equal(listed.data[0].id, state.file.id);
  const odd = await refused(
    stripe.files.create({
      purpose: 'dispute_evidence',
      file: { data: Buffer.from('hello'), name: 'a.txt', type: 'text/plain' },
    }),
  );
  assert.equal(odd.statusCode, 400);
});

check('stages without sending', async ({ stripe, cases, file }) => {
  const staged = await stripe.disputes.update(cases['card-not-received'], {
    evidence: {
      shipping_carrier: 'DHL',
      shipping_tracking_number: '00340434161094027318',
      shipping_documentation: file.id,
    },
    metadata: { app_case: '2026-0117' },
    submit: false,
  });
  assert.equal(staged.status, 'needs_response');
  assert.equal(staged.evidence.shipping_documentation, file.id);
  assert.equal(staged.evidence_details.has_evidence, true);
  assert.equal(staged.evidence_details.submission_count, 0);
  assert.equal(staged.metadata.app_case, '2026-0117');
});

check('sends once, and a repeat with the same key is a replay', async ({ stripe, cases, base }) => {
  const id = cases['card-not-received'];
  const params = { evidence: { shipping_date: '12 October 2026' }, submit: true };
  const options = { idempotencyKey: 'decision-1' };
  const sent = await stripe.disputes.update(id, params, options);
  assert.equal(sent.status, 'under_review');
  assert.equal(sent.evidence_details.submission_method, 'manual');
  const replay = await stripe.disputes.update(id, params, options);
  assert.equal(replay.status, 'under_review');
  assert.equal(replay.lastResponse.headers['idempotent-replayed'], 'true');
  const other = await refused(stripe.disputes.update(id, { submit: true }, options));
  assert.equal(other.type, 'StripeIdempotencyError');
  const effects = await control(base, 'effects');
  assert.equal(effects.stripe[id].submit, 1);
});

check('the client itself repeats after a reset without a second effect', async ({ stripe, cases, base }) => {
  const id = cases['card-duplicate'];
  await control(base, 'faults', {
    method: 'POST',
    path: `/v1/disputes/${id}`,
    fault: { kind: 'reset_after_apply' },
  });
  const sent = await stripe.disputes.update(
    id,
    { evidence: { duplicate_charge_explanation: 'Two separate orders.' } },
    { maxNetworkRetries: 2 },
  );
  assert.equal(sent.status, 'under_review');
  assert.equal(sent.lastResponse.headers['idempotent-replayed'], 'true');
  const effects = await control(base, 'effects');
  assert.equal(effects.stripe[id].submit, 1);
});

check('stages compelling evidence in nested arrays', async ({ stripe, cases }) => {
  const id = cases['card-fraud-ce3'];
  const dispute = await stripe.disputes.update(id, {
    evidence: {
      enhanced_evidence: {
        visa_compelling_evidence_3: {
          disputed_transaction: {
            customer_purchase_ip: '203.0.113.24',
            merchandise_or_services: 'merchandise',
            product_description: 'Hand grinder',
          },
          prior_undisputed_transactions: [],
        },
      },
    },
    submit: false,
  });
  const found = dispute.evidence_details.enhanced_eligibility.visa_compelling_evidence_3;
  assert.equal(found.status, 'requires_action');
  assert.ok(found.required_actions.includes('missing_prior_undisputed_transactions'));
});

check('closes a chargeback for good', async ({ stripe, cases }) => {
  const id = cases['klarna-faulty-goods'];
  const lost = await stripe.disputes.close(id);
  assert.equal(lost.status, 'lost');
  const again = await refused(stripe.disputes.close(id));
  assert.equal(again.statusCode, 400);
  assert.equal(again.message, 'This dispute is already closed');
});

check('warns of fraud before there is a dispute', async ({ stripe }) => {
  const list = await stripe.radar.earlyFraudWarnings.list({ limit: 100, expand: ['data.charge'] });
  const warning = list.data.find((one) => one.actionable);
  assert.equal(warning.object, 'radar.early_fraud_warning');
  assert.equal(typeof warning.charge.amount, 'number');
  const one = await stripe.radar.earlyFraudWarnings.retrieve(warning.id);
  assert.equal(one.charge, warning.charge.id);
  await stripe.refunds.create({ charge: one.charge });
  assert.equal((await stripe.radar.earlyFraudWarnings.retrieve(warning.id)).actionable, false);
  const events = await stripe.events.list({ type: 'radar.early_fraud_warning.*' });
  assert.equal(events.data[0].type, 'radar.early_fraud_warning.updated');
  assert.equal(events.data[0].data.object.id, warning.id);
});

check('refunds an inquiry, not a chargeback', async ({ stripe, cases }) => {
  const inquiry = await stripe.disputes.retrieve(cases['klarna-return-inquiry']);
  assert.equal(inquiry.is_charge_refundable, true);
  const refund = await stripe.refunds.create({
    charge: inquiry.charge,
    reason: 'requested_by_customer',
  });
  assert.equal(refund.status, 'succeeded');
  assert.equal(refund.amount, inquiry.amount);
  const after = await stripe.disputes.retrieve(inquiry.id);
  assert.equal(after.status, 'warning_closed');
  const listed = await stripe.refunds.list({ charge: inquiry.charge });
  assert.equal(listed.data[0].id, refund.id);
  const chargeback = await stripe.disputes.retrieve(cases['mastercard-unacceptable']);
  const error = await refused(stripe.refunds.create({ charge: chargeback.charge }));
  assert.equal(error.code, 'charge_disputed');
});

check('tells it all in events', async ({ stripe, cases, start }) => {
  const kinds = new Map();
  const list = stripe.events.list({ type: 'charge.dispute.*', created: { gte: start }, limit: 5 });
  for await (const event of list) {
    const id = event.data.object.id;
    kinds.set(id, [event.type, ...(kinds.get(id) ?? [])]);
  }
  assert.deepEqual(kinds.get(cases['card-not-received']), [
    'charge.dispute.updated',
    'charge.dispute.updated',
  ]);
  assert.deepEqual(kinds.get(cases['klarna-faulty-goods']), ['charge.dispute.closed']);
  const two = await stripe.events.list({ types: ['refund.created', 'charge.refunded'] });
  assert.ok(two.data.length >= 2);
});

check('moves with the clock', async ({ stripe, cases, base }) => {
  await control(base, 'clock', { days: 16 });
  const escalated = await stripe.disputes.retrieve(cases['klarna-already-paid']);
  assert.equal(escalated.status, 'needs_response');
  assert.equal(escalated.balance_transactions.length, 1);
  const money = await stripe.balanceTransactions.list({
    source: escalated.charge,
    type: 'adjustment',
  });
  assert.equal(money.data[0].id, escalated.balance_transactions[0].id);
});

check('names keys and missing rights', async ({ client, base }) => {
  const bad = await refused(client('sk_test_nobody').disputes.list());
  assert.equal(bad.type, 'StripeAuthenticationError');
  const { key } = await control(base, 'act', { act: 'key', rights: ['dispute_read'] });
  const narrow = client(key);
  await narrow.disputes.list({ limit: 1 });
  const right = await refused(narrow.events.list());
  assert.equal(right.type, 'StripePermissionError');
  assert.match(right.message, /rak_event_read/);
  await control(base, 'faults', {
    path: '/v1/disputes',
    fault: { kind: 'rate_limited', reason: 'endpoint-rate', should_retry: false },
  });
  const limited = await refused(narrow.disputes.list());
  assert.equal(limited.type, 'StripeRateLimitError');
});

async function main() {
  const printed = await ready();
  const base = printed.stripe.api_base;
  const url = new URL(base);
  const client = (key) =>
    new Stripe(key, {
      host: url.hostname,
      port: url.port,
      protocol: 'http',
      maxNetworkRetries: 0,
      telemetry: false,
    });
  const rows = (await control(base, 'act', { act: 'disputes' })).disputes;
  const state = {
    base,
    client,
    stripe: client(printed.stripe.secrets.secret_key),
    cases: Object.fromEntries(rows.map((row) => [row.case, row.id])),
    start: Math.floor(Date.parse((await control(base, 'state')).now) / 1000),
  };
  // The checks build on one another, so the first failure ends the run.
  for (const { name, run } of checks) {
    await run(state);
    passed += 1;
    console.log(`ok  ${name}`);
  }
}

let passed = 0;
let code = 0;
try {
  await main();
} catch (error) {
  console.error(error);
  code = 1;
}
console.log(`${passed} passed, ${checks.length - passed} failed`);
clearTimeout(overall);
server.removeAllListeners('exit');
server.kill('SIGINT');
process.exit(code);

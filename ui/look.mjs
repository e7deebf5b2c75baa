// Takes pictures of the window in its states in a plain browser, and runs axe over each: `npm run look -- OUT [filter]`.
import { mkdirSync, readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';

const out = process.argv[2] ?? 'look';
const filter = process.argv[3] ?? '';
mkdirSync(out, { recursive: true });

const open = (name) => (page) => page.getByTestId('dispute-row').filter({ hasText: name }).first().click();
const click = (id) => (page) => page.getByTestId(id).first().click();
const wait = (id) => (page) => page.getByTestId(id).first().waitFor();
const mara = open('Mara Lindqvist');
const states = [
  ['desk', '', []],
  ['case', '', [mara]],
  ['case-empty', '', [open('Tomas')]],
  ['case-inquiry', '', [open('Elin')]],
  ['case-returned', '', [open('Sofia'), wait('comment'), (page) => page.getByTestId('documents').scrollIntoViewIfNeeded()]],
  ['case-returned-top', '', [open('Sofia'), wait('comment')]],
  ['case-guess', '', [open('Beatriz'), wait('guessed-reason')]],
  ['case-analysis', '', [open('Beatriz'), click('analysis-ask'), wait('analysis-transaction'), (page) => page.getByTestId('analysis-transaction').fill('6f3c2b1a-0e9d'), click('analysis-add-file'), click('analysis-add-file'), click('analysis-add-file'), click('analysis-add-file')]],
  ['case-analysis-review', '', [open('Beatriz'), click('analysis-ask'), wait('analysis-transaction'), async (page) => { for (const [id, text] of Object.entries({ transaction: '6f3c2b1a-0e9d', created: '2026-11-02', name: 'Ana Exemplo', cpf: '529.982.247-25', reason: 'Fraude' })) await page.getByTestId(`analysis-${id}`).fill(text); }, click('analysis-add-file'), click('analysis-review-button'), wait('analysis-review')]],
  ['webhook', '', [click('place-accounts'), wait('webhook'), (page) => page.getByTestId('webhook').locator('summary').click(), wait('webhook-url'), (page) => page.getByTestId('webhook-url').fill('https://hooks.example.test/celcoin'), click('webhook-ask'), wait('webhook-warning')]],
  ['case-waiting', '', [open('Whitfield')]],
  ['case-unsettled', '', [open('Rui')]],
  ['case-unsettled-looked', '', [open('Rui'), click('saw-ask'), wait('saw-arrived')]],
  ['case-on-a-word', '', [open('Rui'), click('saw-ask'), click('saw-arrived'), wait('on-a-word')]],
  ['case-unknown', '', [open('Nils')]],
  ['case-lost', '', [open('Greta')]],
  ['case-won', '', [open('Peter')]],
  ['case-refused', '', [mara, wait('slot-goods_condition'), (page) => page.evaluate(() => window.fake.emit({ kind: 'drop', token: 'bad', files: 2, x: 900, y: 400 })), wait('refused')]],
  ['case-drag', '', [mara, wait('slot-goods_condition'), (page) => page.evaluate(() => { const box = document.querySelector('[data-slot=goods_condition]').getBoundingClientRect(); window.fake.emit({ kind: 'drag', over: true, x: box.x + 60, y: box.y + 20 }); })]],
  ['case-earlier', '', [open('Hanna'), wait('own-answer'), wait('compelling')]],
  ['case-earlier-below', '', [open('Hanna'), wait('compelling'), (page) => page.getByTestId('ce3-ask').scrollIntoViewIfNeeded()]],
  ['case-earlier-asked', '', [open('Hanna'), click('answer-manually'), wait('own-answer-manual'), click('ce3-ask'), wait('ce3-status')]],
  ['case-consent', '', [open('Owen'), wait('fee-consent'), (page) => page.getByTestId('fee-consent').scrollIntoViewIfNeeded()]],
  ['case-lost-reason-later', '', [open('Mikkel'), wait('loss-reason-until')]],
  ['send', '', [mara, click('review'), wait('confirm-submit')]],
  ['send-problems', 'problems', [mara, click('review'), wait('problems')]],
  ['send-counting', '', [mara, click('review'), click('confirm-submit'), wait('countdown')]],
  ['send-accepted', '', [open('Ida'), click('review'), click('confirm-submit'), wait('outcome')]],
  ['send-unknown', 'unknown', [open('Ida'), click('review'), click('confirm-submit'), wait('outcome')]],
  ['send-provider-refused', 'refused', [open('Ida'), click('review'), click('confirm-submit'), wait('outcome')]],
  ['accept', '', [mara, click('accept'), wait('confirm-accept')]],
  ['refund', '', [open('Elin'), click('refund'), wait('confirm-refund')]],
  ['preview', '', [mara, click('preview'), wait('page')]],
  ['receipts', '', [open('Whitfield'), click('receipts'), wait('receipt')]],
  ['erase', '', [open('Mikkel'), click('erase'), wait('erase-known')]],
  ['erase-blocked', '', [open('Greta'), (page) => page.evaluate(() => window.fake.inTheWay.push('erase_analysis_open')), click('erase'), wait('erase-blocked')]],
  ['search', '', [click('open-search'), wait('search-hit')]],
  ['keys', '', [(page) => page.keyboard.press('?'), wait('keys-sheet')]],
  ['deadlines', '', [click('place-deadlines'), wait('month')]],
  ['deadlines-crowded', 'crowded', [click('place-deadlines'), wait('month')]],
  ['deadlines-empty', 'empty', [click('place-deadlines'), wait('month')]],
  ['deadlines-case', '', [click('place-deadlines'), wait('month'), (page) => page.getByTestId('agenda').getByTestId('dispute-row').first().click(), wait('case-title')]],
  ['all', '', [click('place-all')]],
  ['accounts', 'expired', [click('place-accounts'), wait('account'), (page) => page.getByTestId('check-account').nth(1).click(), wait('check-result')]],
  ['account-renew', 'expired', [click('place-accounts'), click('renew-account'), wait('credential-secret_key'), (page) => page.getByTestId('credential-secret_key').fill('pk_live_abc')]],
  ['add-account', '', [click('place-accounts'), click('add-account'), wait('credential-secret_key'), (page) => page.getByTestId('credential-secret_key').fill('pk_live_abc')]],
  ['add-account-celcoin', '', [click('place-accounts'), click('add-account'), wait('provider-celcoin'), click('provider-celcoin'), wait('credential-client_secret')]],
  ['add-account-unico', '', [click('place-accounts'), click('add-account'), wait('provider-unico'), click('provider-unico'), wait('credential-tenant_id'), (page) => page.getByTestId('add-account-sheet').locator('summary').click(), click('credential-private_key-choose')]],
  ['settings', '', [click('place-settings')]],
  ['settings-ladder', '', [click('place-settings'), (page) => page.getByTestId('rung-count').fill('14'), click('rung-add'), wait('rung-14d'), (page) => page.getByTestId('rung-count').fill('31'), click('rung-add'), (page) => page.getByTestId('ladder').locator('.error').waitFor()]],
  ['settings-calendar', 'calendar-taken', [click('place-settings'), click('calendar-choose'), wait('calendar-problem'), (page) => page.getByTestId('calendar-off').scrollIntoViewIfNeeded()]],
  ['settings-below', '', [click('place-settings'), click('quiet'), click('pause-reminders'), (page) => page.getByTestId('login').scrollIntoViewIfNeeded()]],
  ['closing', '', [(page) => page.evaluate(() => window.fake.emit({ kind: 'closing', tray: true })), wait('closing-keep')]],
  ['closing-no-tray', '', [(page) => page.evaluate(() => window.fake.emit({ kind: 'closing', tray: false })), wait('closing-keep')]],
  ['clock-off', 'clock-off', [wait('clock-warning')]],
  ['clock-wrong', 'clock-wrong', [wait('clock-warning')]],
  ['stale', 'stale', [wait('account-warning')]],
  ['expired', 'expired', [wait('account-warning')]],
  ['first', 'first', [wait('welcome')]],
  ['practice', '', [click('place-accounts'), click('practice'), wait('practice-mark')]],
  ['empty', 'empty', []],
  ['offline', 'offline', []],
  ['keychain-missing', 'keychain-missing', [wait('trouble')]],
  ['keychain-locked', 'keychain-locked', [wait('trouble')]],
];

// Larger text from the first moment, as a system setting is.
const larger = {
  name: 'larger-text',
  transformIndexHtml: (html, { originalUrl }) => {
    const zoom = new URL(originalUrl ?? '/', 'http://here').searchParams.get('zoom');
    return zoom ? html.replace('<html', `<html style="font-size: ${Number(zoom) * 100}%"`) : html;
  },
};
const server = await createServer({ plugins: [larger], server: { port: 0, strictPort: false }, logLevel: 'error' });
await server.listen();
const base = server.resolvedUrls.local[0];
const browser = await chromium.launch({ executablePath: execFileSync('sh', ['-c', 'command -v chromium']).toString().trim(), args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'] });
const axe = readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
let bad = 0;

async function shot(name, scene, steps, { width = 1280, height = 820, theme = 'light', language = 'en', zoom = 1 }) {
  const label = [name, width === 1280 ? '' : width, theme === 'dark' ? 'dark' : '', language === 'en' ? '' : language, zoom === 1 ? '' : `${zoom * 100}pc`].filter(Boolean).join('-');
  if (filter && !new RegExp(filter).test(label)) return;
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce', locale: { en: 'en-GB', sv: 'sv-SE', de: 'de-DE', 'pt-BR': 'pt-BR' }[language], timezoneId: 'Europe/Stockholm' });
  page.setDefaultTimeout(20_000);
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(`${base}?scene=${scene}&language=${language}&theme=${theme}${zoom === 1 ? '' : `&zoom=${zoom}`}`);
  try {
    if (!/first|keychain/.test(name)) await wait('list')(page);
    for (const step of steps) await step(page);
    await page.waitForTimeout(120);
  } catch (error) {
    errors.push(String(error).split('\n')[0]);
  }
  await page.screenshot({ path: `${out}/${label}.png` });
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | ')}`));
  const clipped = await page.evaluate(() => [...document.querySelectorAll('button, h1, h2, h3, label, dt, summary, th')].filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).display !== 'inline' && !e.closest('.row, .account, .chip, .name, .hidden-words')).map((e) => e.textContent.trim().slice(0, 40)));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
  const raw = await page.evaluate(() => [...document.body.innerText.matchAll(/\b[a-z]+(?:-[a-z_]+){1,}\b(?= |$)/gm)].map((m) => m[0]).filter((w) => /_/.test(w)));
  for (const line of [...errors, ...found, ...clipped.map((c) => `clipped: ${c}`), ...raw.map((r) => `raw id: ${r}`), ...(wide ? ['scrolls sideways'] : [])]) {
    bad += 1;
    console.log(`${label}: ${line}`);
  }
  await page.close();
}

for (const [name, scene, steps] of states) {
  await shot(name, scene, steps, {});
  await shot(name, scene, steps, { theme: 'dark' });
  await shot(name, scene, steps, { width: 640, height: 720 });
  for (const language of ['sv', 'de', 'pt-BR']) await shot(name, scene, steps, { language });
}
for (const name of ['desk', 'case', 'send', 'first']) {
  const [, scene, steps] = states.find(([state]) => state === name);
  await shot(name, scene, steps, { width: 900 });
  await shot(name, scene, steps, { width: 1920, height: 1000 });
  await shot(name, scene, steps, { zoom: 2 });
  await shot(name, scene, steps, { zoom: 2, width: 640, height: 720, language: 'de' });
}
await browser.close();
await server.close();
console.log(bad === 0 ? 'all in order' : `${bad} findings`);
process.exit(bad === 0 ? 0 : 1);

import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { tick } from 'svelte';
import { describe, expect, it } from 'vitest';
import App from '../../App.svelte';
import type { DisputeView } from '../../ipc/types';
import { FakeClient } from '../../ipc/fake';
import { Clock } from '../../lib/clock.svelte';
import { Words } from '../../lib/i18n.svelte';
import { Session } from '../../lib/session.svelte';
import { Theme } from '../../lib/theme.svelte';

/** Opens a case that the engine shows with these differences. */
async function shown(name: string, more: (dispute: DisputeView) => Partial<DisputeView>, prepare: (client: FakeClient) => void = () => undefined) {
  const client = new FakeClient({});
  prepare(client);
  const dispute = client.dispute.bind(client);
  client.dispute = async (id) => {
    const view = await dispute(id);
    return { ...view, ...more(view) };
  };
  const session = new Session(client, new Words(['en-GB']), new Clock(), new Theme());
  render(App, { session });
  await session.begin();
  await fireEvent.click((await screen.findByText(name)).closest('button')!);
  await screen.findByTestId('case-title');
  return client;
}

const clearhaus = { comments: true, lists_documents: true } as const;

describe('what lies beside a case', () => {
  it('takes comments only where the provider takes them, and keeps showing those that are there', async () => {
    await shown('Sofia Berg', () => ({ allowed: ['submit', 'comment'] }));
    expect(await screen.findByTestId('comment-text')).toBeTruthy();
  });

  it('offers no comment where none is taken', async () => {
    await shown('Sofia Berg', () => ({ allowed: [] }));
    await screen.findByTestId('comment');
    expect(screen.queryByTestId('comment-text')).toBeNull();
  });

  it('says nothing of comments and documents where there are none and none will come', async () => {
    const asked: string[] = [];
    await shown(
      'Sofia Berg',
      ({ capabilities }) => ({ allowed: [], group: 'closed', capabilities: { ...capabilities, ...clearhaus } }),
      (fake) => {
        fake.comments = async () => (asked.push('comments'), []);
        fake.documents = async () => (asked.push('documents'), { documents: [], unasked: null });
      },
    );
    await waitFor(() => expect(asked.sort()).toEqual(['comments', 'documents']));
    await tick();
    expect(screen.queryByTestId('comments')).toBeNull();
    expect(screen.queryByTestId('documents')).toBeNull();
  });

  it('has no heading over nothing in a case that waits', async () => {
    await shown('Sofia Berg', ({ evidence }) => ({ group: 'waiting', evidence: { ...evidence, items: [], slots: evidence.slots.map((slot) => ({ ...slot, state: 'empty' as const })) } }));
    await screen.findByTestId('documents');
    expect(screen.queryByTestId('evidence')).toBeNull();
  });
});

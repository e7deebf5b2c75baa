/** A line of news at the foot of the window; goes away by itself unless something went wrong. */
export interface Line {
  id: number;
  tone: 'good' | 'urgent' | 'calm';
  text: string;
}

/** What was said last, three lines at most. */
export class News {
  lines = $state<Line[]>([]);
  #lastId = 0;

  say(tone: Line['tone'], text: string): void {
    const id = ++this.#lastId;
    this.lines = [...this.lines.slice(-2), { id, tone, text }];
    if (tone !== 'urgent') setTimeout(() => this.dismiss(id), 6000);
  }

  dismiss(id: number): void {
    this.lines = this.lines.filter((line) => line.id !== id);
  }
}

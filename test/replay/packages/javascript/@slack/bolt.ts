// As much of Bolt as the fixtures use: `start` hands every line of the script ("channel thread user text") to `message` handlers.
type Replayed = { replay: { nextLine(): string | undefined; track<T>(work: Promise<T>): Promise<T> } };

export interface SlackMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
  readonly user: string;
  readonly text: string;
}

type Say = (said: { text: string; thread_ts?: string }) => Promise<void>;

export class App {
  readonly #handlers: ((args: { message: SlackMessage; say: Say }) => Promise<void>)[] = [];

  constructor(readonly options: { token: string | undefined; signingSecret: string | undefined }) {}

  message(handler: (args: { message: SlackMessage; say: Say }) => Promise<void>): void {
    this.#handlers.push(handler);
  }

  async start(_port?: number): Promise<void> {
    const { replay } = process as unknown as Replayed;
    const serve = async () => {
      for (let line = replay.nextLine(); line !== undefined; line = replay.nextLine()) {
        const [channel = "", ts = "", user = "", ...words] = line.split(" ");
        const message = { channel, ts, thread_ts: ts, user, text: words.join(" ") };
        const say: Say = async ({ text, thread_ts }) => console.log(`#${channel} ${thread_ts ?? "-"} ${text}`);
        for (const handler of this.#handlers) await handler({ message, say });
      }
    };
    await replay.track(serve());
  }
}

// As much of discord.js as the fixtures use: `login` hands every line of the script ("channel author text") to "messageCreate".
type Replayed = { replay: { nextLine(): string | undefined; track<T>(work: Promise<T>): Promise<T> } };

export interface Message {
  readonly content: string;
  readonly author: { readonly id: string; readonly username: string; readonly bot: boolean };
  readonly channelId: string;
  readonly channel: { sendTyping(): Promise<void>; send(text: string): Promise<void> };
  reply(text: string): Promise<void>;
}

export const GatewayIntentBits = { Guilds: 1, GuildMessages: 2, MessageContent: 4 };

export class Client {
  readonly user = { id: "bot", tag: "bot#1" };
  readonly #handlers: ((message: Message) => unknown)[] = [];
  readonly #ready: (() => unknown)[] = [];

  constructor(readonly options: { intents: number[] }) {}

  on(event: "messageCreate", handler: (message: Message) => unknown): this {
    if (event === "messageCreate") this.#handlers.push(handler);
    return this;
  }

  once(_event: "ready", handler: () => unknown): this {
    this.#ready.push(handler);
    return this;
  }

  async login(_token: string | undefined): Promise<string> {
    const { replay } = process as unknown as Replayed;
    for (const ready of this.#ready) await ready();
    await replay.track(this.#serve(replay));
    return "";
  }

  async #serve(replay: Replayed["replay"]): Promise<void> {
    for (let line = replay.nextLine(); line !== undefined; line = replay.nextLine()) {
      const [channel = "", author = "", ...words] = line.split(" ");
      const say = async (text: string) => console.log(text);
      const message: Message = {
        content: words.join(" "),
        author: { id: author, username: author, bot: author === "bot" },
        channelId: channel,
        channel: { sendTyping: async () => undefined, send: (text) => say(`#${channel} ${text}`) },
        reply: (text) => say(`@${author} ${text}`),
      };
      for (const handler of this.#handlers) await handler(message);
    }
  }
}

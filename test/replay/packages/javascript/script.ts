/** What a server under test answers. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

type Replayed = { replay: { nextLine(): string | undefined; track<T>(work: Promise<T>): Promise<T> } };

/**
 * Sends the requests on standard input to a server, one after the other, and prints its answers. A line is `POST /chat {"text": "Hi"}`;
 * `{{1.threadId}}` stands for that field of the first answer, and `until done` at its end repeats a request until the answer says so.
 */
export function play(send: (method: string, path: string, body: string | undefined) => Promise<Answer>): Promise<void> {
  const { replay } = process as unknown as Replayed;
  return replay.track(
    (async () => {
      const answers: string[] = [];
      for (let line = replay.nextLine(); line !== undefined; line = replay.nextLine()) {
        const [, request = "", goal] = /^(.*?)(?: until (.*))?$/s.exec(filled(line, answers)) ?? [];
        const [, method = "GET", path = "/", body] = /^(\S+) (\S+)(?: (.*))?$/s.exec(request) ?? [];
        let answer = await send(method, path, body);
        for (let tries = 0; goal !== undefined && !answer.text.includes(goal) && tries < 200; tries++) {
          await new Promise((resolve) => setTimeout(resolve, 500));
          answer = await send(method, path, body);
        }
        answers.push(answer.text);
        console.log(`${method} ${path} ${answer.status} ${answer.type}\n${answer.text}`);
      }
    })(),
  );
}

function filled(line: string, answers: readonly string[]): string {
  return line.replace(/\{\{(\d+)\.([\w.]+)\}\}/g, (_whole, number: string, path: string) => {
    let at: unknown = JSON.parse(answers[Number(number) - 1] ?? "null");
    for (const key of path.split(".")) at = (at as Record<string, unknown> | null)?.[key];
    return String(at);
  });
}

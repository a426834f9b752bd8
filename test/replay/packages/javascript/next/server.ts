// As much of Next.js as the fixtures use. Routes are served by next/serve, the entry of their replays.
export class NextResponse extends Response {
  static override json(body: unknown, init?: ResponseInit): NextResponse {
    return new NextResponse(JSON.stringify(body), { ...init, headers: { "content-type": "application/json" } });
  }
}

export class NextRequest extends Request {
  get nextUrl(): URL {
    return new URL(this.url);
  }
}

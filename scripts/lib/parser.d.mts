export function cutParser(folder: string, typescript: string): void;

import { spawnSync } from 'node:child_process';

/** Something real servers need is not on this machine; the message is the one line to act on. */
export class MissingTool extends Error {
  override readonly name = 'MissingTool';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    // Where in our code it was noticed helps nobody.
    this.stack = `${this.name}: ${message}`;
  }
}

const leastJava = 17;

/** Throws MissingTool unless `java` is there and new enough. */
export function requireJava(): void {
  const { stderr, error } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = Number(/version "(\d+)/.exec(stderr)?.[1]);
  if (!error && version >= leastJava) return;
  const found = error ? 'there is no java on the PATH' : `java is version ${version}`;
  throw new MissingTool(
    `Real servers need Java ${leastJava} or newer, but ${found}. Debian: apt-get install openjdk-17-jre-headless`,
  );
}

/** Throws MissingTool unless `mvn` is there. */
export function requireMaven(): void {
  const { error, status } = spawnSync('mvn', ['--version'], { stdio: 'ignore' });
  if (!error && status === 0) return;
  throw new MissingTool(
    'The servers’ jars are fetched by Maven, but mvn does not run. Debian: apt-get install maven',
  );
}

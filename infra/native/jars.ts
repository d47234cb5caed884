import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MissingTool, requireJava, requireMaven } from './missing-tool.ts';
import { workRoot } from './work-folder.ts';

const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';

/**
 * Folder with the jars of a server, fetched by Maven when the pom beside this file is new.
 * Throws MissingTool when Java or Maven are not there or the fetch fails.
 */
export function jarFolder(server: string): string {
  requireJava();
  const pom = fileURLToPath(new URL(`./${server}/pom.xml`, import.meta.url));
  const version = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  const folder = join(workRoot, 'lib', `${server}-${version}`);
  if (!existsSync(folder)) fetchJars(server, pom, folder);
  return folder;
}

/** Fetches beside the folder and renames, so that a broken fetch leaves nothing half done. */
function fetchJars(server: string, pom: string, folder: string): void {
  requireMaven();
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  try {
    const args = ['-q', '-B', '-f', pom, goal, '-DincludeScope=runtime'];
    execFileSync('mvn', [...args, `-DoutputDirectory=${fresh}`], { stdio: 'pipe' });
    if (!existsSync(folder)) renameSync(fresh, folder);
  } catch (error) {
    const output = (error as { stdout?: Buffer }).stdout?.toString() ?? String(error);
    const reason = output.split('\n').find((line) => line.includes('ERROR')) ?? output;
    throw new MissingTool(`Maven could not fetch the jars of ${server}: ${reason}`, {
      cause: error,
    });
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

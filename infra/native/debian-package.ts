import { execFileSync, spawnSync } from 'node:child_process';
import { MissingTool } from './missing-tool.ts';

/**
 * Sees to it that a command of a Debian package is there, installing the package where it is not.
 * Throws MissingTool where that cannot be. No service of the package is started.
 */
export function debianPackage(name: string, command: string): void {
  if (spawnSync('sh', ['-c', `command -v ${command}`]).status === 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args: string[]) =>
    execFileSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', '-qq', ...args], {
      env,
      stdio: 'pipe',
    });
  try {
    apt('update');
    apt('install', '-y', '--no-install-recommends', name);
  } catch (cause) {
    throw new MissingTool(
      `${command} is not there and could not be installed. Debian: apt-get install ${name}`,
      { cause },
    );
  }
}

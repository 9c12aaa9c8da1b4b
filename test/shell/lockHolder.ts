// A process that takes the lock and holds it until it is killed.
import { takeDataLock } from '../../src/shell/dataLock.ts';

takeDataLock(process.argv[2] ?? '', process.pid);
process.stdout.write('holding\n');
setInterval(() => {}, 60_000);

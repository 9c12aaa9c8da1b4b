// Imported before anything that makes a schema: zod then never probes `new Function`, which the page's policy reports as a violation.
import { z } from 'zod';

z.config({ jitless: true });

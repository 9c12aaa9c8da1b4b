-- Why: an index that nothing reads any more: a client's MRR is the metrics' own.

DROP INDEX billing_subscriptions_mrr;

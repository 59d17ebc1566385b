-- Letters that were not sent since they had waited for too long are counted again and again, and are few among all that was
-- settled.
CREATE INDEX deliveries_outdated ON reminders.deliveries (channel) WHERE state = 'void' AND error = 'outdated';
